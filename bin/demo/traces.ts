import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type RecordedAction, recordedActionSchema } from '#lib/contracts/recorded-action.ts'

/** A recorded history of the demo: real edits by dependency and coding bots on one public repository. */
export interface Trace {
  readonly accountId: string
  readonly name: string
  /** In order; `occurredAt` in ms, moved so that the last one lies as far back as the trace asks. */
  readonly actions: readonly RecordedAction[]
  /** Whether every lockout is reset; else the last one is left for the visitor. */
  readonly isReset: boolean
}

interface TraceFile {
  readonly file: string
  readonly name: string
  /** Lines after it are left out, so that the history ends on its lockout; null for the whole file. */
  readonly until: string | null
  /** How long before now the history ends. */
  readonly endsBeforeMs: number
  readonly isReset: boolean
}

const minuteMs = 60_000

const files: readonly TraceFile[] = [
  {
    file: 'agent-edits-argo-rollouts.jsonl',
    name: 'Argo Rollouts',
    until: null,
    endsBeforeMs: 3 * minuteMs,
    isReset: true,
  },
  {
    file: 'agent-edits-formbricks.jsonl',
    name: 'Formbricks',
    until: null,
    endsBeforeMs: 7 * minuteMs,
    isReset: true,
  },
  {
    file: 'agent-edits-epic-stack.jsonl',
    name: 'Epic Stack',
    until: '2026-01-29T21:00:00Z',
    // Longer than tier 1's window: the agents of its lockout are quiet by now.
    endsBeforeMs: 25 * minuteMs,
    isReset: false,
  },
]

/** Reads the recorded histories, moved to end now. */
export function readTraces(nowMs: number): readonly Trace[] {
  return files.map(({ file, name, until, endsBeforeMs, isReset }) => {
    const lines = readFileSync(path.join(import.meta.dirname, 'traces', file), 'utf8')
      .trim()
      .split('\n')
    const untilMs = until === null ? Infinity : Date.parse(until)
    const recorded = lines
      .map((line) => recordedActionSchema.parse(JSON.parse(line)))
      .filter(({ occurredAt }) => occurredAt <= untilMs)
    const [first] = recorded
    const last = recorded.at(-1)
    if (!first || !last) throw new Error(`${file} is empty`)
    const shiftMs = nowMs - endsBeforeMs - last.occurredAt
    const actions = recorded.map((action) => ({ ...action, occurredAt: action.occurredAt + shiftMs }))
    return { accountId: first.accountId, name, actions, isReset }
  })
}
