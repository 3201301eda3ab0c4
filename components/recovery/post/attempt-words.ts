import type { AttemptRow } from '#lib/contracts/views/recovery-post-view.ts'
import type { IconName } from '../../ui/icon.tsx'

/** Icon, word and colour of each state of an attempt. */
export const attemptLook = {
  reserved: { word: 'queued', tone: 'hold', icon: 'waiting' },
  running: { word: 'running', tone: 'hold', icon: 'waiting' },
  succeeded: { word: 'succeeded', tone: 'ok', icon: 'check' },
  failed: { word: 'failed', tone: 't2', icon: 'attention' },
  unknown: { word: 'unknown', tone: 'unk', icon: 'unknown' },
  retry_scheduled: { word: 'to be tried again', tone: 'hold', icon: 'waiting' },
  needs_human: { word: 'needs a person', tone: 't2', icon: 'person' },
  exhausted: { word: 'given up', tone: 't2', icon: 'attention' },
  cancelled: { word: 'called off', tone: 'blk', icon: 'blocked' },
  held: { word: 'held', tone: 'hold', icon: 'held' },
  paced: { word: 'paced', tone: 'blk', icon: 'blocked' },
  blocked: { word: 'blocked', tone: 'blk', icon: 'blocked' },
} as const satisfies Record<AttemptRow['status'], { word: string; tone: string; icon: IconName }>

/** Which try it was: a number, or what else happened. */
export function attemptName({ kind, attempt }: Pick<AttemptRow, 'kind' | 'attempt'>): string {
  switch (kind) {
    case 'attempt':
      return String(attempt ?? 1)
    case 'lookup':
      return 'look-up'
    case 'gate':
      return 'gate'
    case 'person':
      return 'person'
    case 'queue':
    case 'end':
      return '–'
  }
}

/** What was answered, in words; the platform's reference stands beside it. `clock` writes a moment. */
export function attemptAnswer(row: AttemptRow, clock: (atMs: number) => string): string {
  const again = row.againAtMs === null ? '' : `; tried again at ${clock(row.againAtMs)}`
  switch (row.kind) {
    case 'gate':
      return row.message ?? row.code ?? ''
    case 'queue':
      return row.againAtMs === null
        ? 'waits for its dispatch'
        : `waits for its dispatch, due ${clock(row.againAtMs)}`
    case 'person':
      return personWords(row)
    case 'end':
      return endWords(row)
    case 'lookup':
      return lookUpWords(row, again, clock)
    case 'attempt':
      return attemptWords(row, again)
  }
}

function attemptWords(row: AttemptRow, again: string): string {
  switch (row.status) {
    case 'succeeded':
      return row.reference === null ? 'done; the platform gave no reference' : 'done as'
    case 'running':
      return 'no answer yet'
    case 'unknown':
      return `${row.code === 'lease_over' ? 'no answer until its lease ended' : `${row.code ?? 'no answer'} after the request may have left`}; looked up by key before any retry`
    default:
      return `${row.code ?? 'failed'}${row.message === null ? again : `; ${row.message}`}`
  }
}

function lookUpWords(row: AttemptRow, again: string, clock: (atMs: number) => string): string {
  switch (row.status) {
    case 'succeeded':
      return row.reference === null ? 'by look-up: found' : 'by look-up: found as'
    case 'failed':
      return `by look-up: not on the platform${again}`
    case 'unknown':
      return `could not be looked up yet${row.againAtMs === null ? '' : `; asked again at ${clock(row.againAtMs)}`}`
    default:
      return cannotTell(row.code)
  }
}

function cannotTell(code: string | null): string {
  if (code === 'no_look_up') return 'this connector cannot look a key up; a person must find out'
  if (code === 'no_connection') return 'the account is not connected there any more; a person must find out'
  return `could not be looked up (${code ?? 'no answer'}); a person must find out`
}

function personWords({ status, by, message, code }: AttemptRow): string {
  const what = code === 'post_paused' ? 'paused recovery of the post' : personActs[status]
  return `${by ?? 'A person'} ${what ?? 'changed it'}${message === null ? '' : `: “${message}”`}`
}

const personActs: Readonly<Partial<Record<AttemptRow['status'], string>>> = {
  succeeded: 'found that it happened',
  failed: 'found that it did not happen',
  cancelled: 'called it off',
}

function endWords({ code, lockoutId }: AttemptRow): string {
  if (lockoutId !== null || code === 'account_locked_out') return 'the account was locked out'
  if (code === 'no_connection') return 'the account is not connected there any more'
  if (code === 'post_paused') return 'recovery of the post was paused'
  return `the gate refused it: ${code?.replaceAll('_', ' ') ?? 'no reason given'}`
}
