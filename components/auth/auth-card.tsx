import type { ReactNode } from 'react'
import { BrandMark } from '../ui/brand-mark.tsx'

/** The one panel of a page that is seen before signing in. */
export function AuthCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex w-full max-w-[400px] flex-col gap-4 px-4 py-12">
      <BrandMark />
      <section className="panel p-6">
        <h1 className="mb-4 text-[20px] font-semibold">{title}</h1>
        {children}
      </section>
    </main>
  )
}
