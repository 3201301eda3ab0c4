import Link from 'next/link'

/** There is no such page. */
export default function NotFound() {
  return (
    <main className="door">
      <div className="panel">
        <h1>There is nothing at this address</h1>
        <p>
          <Link href="/">Go to the overview</Link>
        </p>
      </div>
    </main>
  )
}
