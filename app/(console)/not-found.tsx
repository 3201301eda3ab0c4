import Link from 'next/link'

/** There is no such account, lockout or post. */
export default function NotFound() {
  return (
    <>
      <div className="head">
        <h1>There is nothing at this address</h1>
      </div>
      <section className="panel">
        <div className="note">
          <p>The account, lockout or post may have another id.</p>
          <p>
            <Link href="/accounts">All accounts</Link> · <Link href="/lockouts">All lockouts</Link> ·{' '}
            <Link href="/recovery">All posts</Link>
          </p>
        </div>
      </section>
    </>
  )
}
