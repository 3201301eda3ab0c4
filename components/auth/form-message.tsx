/** Why a form was refused as a whole, announced at once. */
export function FormMessage({ children }: { children: string | undefined }) {
  return (
    <p role="alert" className="text-t3 empty:hidden">
      {children}
    </p>
  )
}
