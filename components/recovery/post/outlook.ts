import type { IfStagnates, RecoveryPostView, RemedyView } from '#lib/contracts/views/recovery-post-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { scopeText } from '../../guard/stop-words.ts'
import { intensityLook } from './intensity-look.ts'

/** One thing that a next action would meet. */
export interface Outlook {
  readonly kind: 'clear' | 'waits' | 'spent' | 'stopped'
  /** The state in a word. */
  readonly word: string
  readonly title: string
  readonly detail: string | null
}

/** What an action would meet now, what stops everything first. `clock` writes a moment. */
export function outlookOf(
  view: RecoveryPostView,
  next: IfStagnates,
  clock: (atMs: number) => string,
): readonly Outlook[] {
  return [
    ...stops(view, next),
    ...next.remedies.map((remedy) => remedyOutlook(remedy, view, clock)),
    gateOutlook(view),
    limitOutlook('Frequency', 'actions in the window', next.frequency, clock),
    ...(next.budget ? [limitOutlook('Account budget', 'actions this hour', next.budget, clock)] : []),
  ]
}

function stops({ post, account, stopOrders }: RecoveryPostView, { heldOut }: IfStagnates): Outlook[] {
  const found: Outlook[] = []
  if (post.paused) {
    found.push(stopped(`Paused by ${post.paused.by.name}`, 'Nothing is planned until somebody resumes it'))
  }
  if (account.state === 'locked_out') {
    found.push(stopped(`${account.handle} is locked out`, 'Nothing is planned until a reviewer resets it'))
  }
  for (const { scope, by } of stopOrders) {
    found.push(stopped(`Stop order: ${scopeText(scope)}`, `The gate refuses the dispatch; ${by.name} set it`))
  }
  if (heldOut)
    found.push({
      kind: 'waits',
      word: 'Held out',
      title: 'The policy’s holdout',
      detail: 'This post is kept untreated, to compare with',
    })
  return found
}

function remedyOutlook(
  remedy: RemedyView,
  { post }: RecoveryPostView,
  clock: (atMs: number) => string,
): Outlook {
  const { name } = intensityLook[remedy.intensity]
  const title = `${name}: ${remedy.actionType}, from score ${remedy.fromScore.toFixed(2)}`
  if (!remedy.supported) {
    const why =
      post.connector === null
        ? 'The account is not connected there'
        : `${post.connector} has no ${remedy.actionType}`
    return { kind: 'spent', word: 'Not possible', title, detail: why }
  }
  const cools =
    remedy.cooldownUntilMs === null
      ? null
      : `${remedy.actionType} cools down until ${clock(remedy.cooldownUntilMs)}`
  switch (remedy.key) {
    case 'in_flight':
      return {
        kind: 'waits',
        word: 'Under way',
        title,
        detail: 'Its key is held by an action that is not over',
      }
    case 'spent': {
      const until =
        remedy.keyFreeAtMs === null
          ? ' for good'
          : ` until ${clock(remedy.keyFreeAtMs)}, or until it is healthy`
      const detail = `Done in this episode; its key is spent${until}`
      return { kind: 'spent', word: 'Spent', title, detail: cools === null ? detail : `${detail}; ${cools}` }
    }
    case 'free':
      return cools === null
        ? { kind: 'clear', word: 'Free', title, detail: null }
        : { kind: 'waits', word: 'Cooling down', title, detail: cools }
  }
}

/** What the account's tier would make of the dispatch. */
function gateOutlook({ account }: RecoveryPostView): Outlook {
  if (account.state === 'tier_2' && account.holdsEdits) {
    return {
      kind: 'waits',
      word: 'Held',
      title: `Gate: tier 2 holds edits on ${account.handle}`,
      detail: 'A dispatch waits for an approval',
    }
  }
  if (account.state === 'tier_1' && account.paceIntervalMs !== null) {
    return {
      kind: 'waits',
      word: 'Paced',
      title: `Gate: tier 1 paces edits on ${account.handle}`,
      detail: 'A dispatch waits for its turn',
    }
  }
  if (account.state === 'unknown') {
    return { kind: 'spent', word: 'Unknown', title: 'Gate: the account’s state is unknown', detail: null }
  }
  if (account.state === 'locked_out') {
    return stopped('Gate: refuses edits while locked out', null)
  }
  return { kind: 'clear', word: 'Clear', title: 'Gate: no tier stands in the way', detail: null }
}

function limitOutlook(
  name: string,
  what: string,
  { used, of, untilMs }: IfStagnates['frequency'],
  clock: (atMs: number) => string,
): Outlook {
  const title = `${name}: ${formatCount(used)} of ${formatCount(of)} ${what}`
  return untilMs === null
    ? { kind: 'clear', word: 'Clear', title, detail: null }
    : { kind: 'waits', word: 'Full', title, detail: `Until ${clock(untilMs)}` }
}

function stopped(title: string, detail: string | null): Outlook {
  return { kind: 'stopped', word: 'Stopped', title, detail }
}
