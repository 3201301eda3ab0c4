'use client'

import { useState } from 'react'
import { Icon } from '../ui/icon.tsx'

/** What to check before a reset: ticked for oneself while reading, kept nowhere. */
export function BriefChecks({ checks }: { checks: readonly string[] }) {
  const [done, setDone] = useState<ReadonlySet<string>>(new Set())
  const toggle = (check: string): void => {
    setDone((now) =>
      now.has(check) ? new Set([...now].filter((each) => each !== check)) : new Set([...now, check]),
    )
  }
  return (
    <ul className="claims">
      {checks.map((check) => (
        <li key={check}>
          <Icon name={done.has(check) ? 'box-checked' : 'box'} />
          <label className="tap relative cursor-pointer wrap-anywhere">
            <input type="checkbox" className="vh" checked={done.has(check)} onChange={() => toggle(check)} />
            {check}
          </label>
        </li>
      ))}
    </ul>
  )
}
