/** The mark of Interlock: two bars and what stands between them. */
export function BrandMark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <path d="M2 3v12M16 3v12" stroke="currentColor" strokeWidth="2.2" />
      <path d="M2 9h5M11 9h5" stroke="currentColor" strokeWidth="2.2" />
      <rect x="7" y="5.5" width="4" height="7" fill="currentColor" />
    </svg>
  )
}
