import { plan, quietAfterMs, runawayLocksAfterMs } from './agents/plan.ts'
import type { LiveAccount } from './live-accounts.ts'
import type { DemoPerson } from './people.ts'

/** What the demo says once it runs. */
export interface Screen {
  readonly url: string
  /** The gate's own address, for programs. */
  readonly gateUrl: string
  readonly people: readonly DemoPerson[]
  readonly accounts: readonly LiveAccount[]
  /** A key for the visitor, good for reading every account. */
  readonly visitorKey: string
  readonly recorded: { readonly actions: number; readonly accounts: number }
  /** Posts that recovery watches. */
  readonly posts: { readonly videos: number; readonly live: number }
  readonly seconds: number
  readonly nowMs: number
  readonly speed: number
}

/** One screen: where, who, what will happen when, and how to stop. */
export function screenText(screen: Screen): string {
  const { url, gateUrl, people, accounts, visitorKey, recorded, posts, seconds, nowMs, speed } = screen
  const at = (ms: number) => clockTime(nowMs + ms / speed)
  const runaway = accounts.find(({ behaviour }) => behaviour === 'runaway')
  const accountOf = (behaviour: LiveAccount['behaviour']) =>
    accounts.find((account) => account.behaviour === behaviour)?.name ?? ''
  return `
Interlock's demo is ready at ${url} after ${seconds.toFixed(1)} s.

Sign in as (passwords of this run alone)
${people.map(({ email, password, name, role }) => `  ${email.padEnd(18)} ${password}   ${name}, ${role}`).join('\n')}

What is there
  ${recorded.actions} recorded actions on ${recorded.accounts} accounts, moved to end now; past lockouts were reset by the reviewers,
  the one on Epic Stack waits for you and can be reset at once.
  ${url}/recovery watches ${posts.live} made-up posts, with every way an attempt can end, and ${posts.videos} recorded
  videos. Their platform is recorded too: nothing leaves this machine.

What will happen
  ${at(0)}  ${accountOf('steady')}: an edit every ${plan.steadyMs / 1000} s, below every threshold.
  ${at(0)}  ${accountOf('heeding')}: too eager, is paced at tier 1, and heeds how long it is told to wait.
  ${at(plan.runawayStartsMs)}  ${accountOf('runaway')}: runs away. It crosses tier 1, then tier 2, and is locked out
            at about ${at(runawayLocksAfterMs)}: ${url}/accounts/${runaway?.accountId ?? ''}
            It goes on asking for a minute, then slows; the condition "agents quiet" of its reset
            is met at about ${clockTime(nowMs + runawayLocksAfterMs / speed + quietAfterMs)}, or overridden with a second reviewer.
  ${clockTime(nowMs)}  Fjord Ferries: in the first minutes three of its posts are helped; an attempt is refused and
            tried again, another loses its answer and is looked up two minutes later.

Try the API
  curl -H 'Authorization: Bearer ${visitorKey}' ${gateUrl}/api/v1/accounts/${runaway?.accountId ?? ''}/guard

Ctrl-C stops the demo and removes its database.
`
}

/** `21:04:05` in the machine's time zone. */
function clockTime(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8)
}
