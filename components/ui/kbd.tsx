/** A key's cap. Decorative beside a control that works without it. */
export function Kbd({ children }: { children: string }) {
  return <kbd aria-hidden="true">{children}</kbd>
}
