import { exportedEventSchema, exportedNames } from '#lib/contracts/exported-event.ts'
import { type RecordedAction, recordedActionSchema } from '#lib/contracts/recorded-action.ts'
import type { ActionDecided } from '#lib/engine/guard/events.ts'
import { inputError } from '#lib/services/input-error.ts'
import { peekFirstLine } from '#lib/services/peek-first-line.ts'
import { type JsonLine, type LineSource, readJsonLines } from '#lib/services/read-json-lines.ts'
import { accountOfStream } from '#lib/store/event-log/event-row.ts'
import { openLineSource } from './line-source.ts'

const decidedActionSchema = recordedActionSchema.omit({ occurredAt: true })

/** A file of recorded actions, or an exported log. */
export interface Recording {
  readonly source: LineSource
  readonly isExport: boolean
}

/** One action of a file that is to be decided. */
export interface RecordedLine {
  readonly file: string
  readonly line: number
  /** Place in the whole input, from 0. */
  readonly index: number
  readonly action: RecordedAction
}

/** Opens the files and tells by each first line what it holds. */
export async function openRecordings(files: readonly string[]): Promise<readonly Recording[]> {
  const recordings: Recording[] = []
  for (const file of files) {
    const { firstLine, source } = await peekFirstLine(await openLineSource(file))
    recordings.push({ source, isExport: isExportedLine(firstLine) })
  }
  return recordings
}

/** Whether a line is one of an exported log, be it damaged. */
export function isExportedLine(text: string): boolean {
  return exportedNames.filter((name) => text.includes(`"${name}"`)).length >= 3
}

/** The actions of the files, piece by piece; of an exported log those that it decided. */
export async function* recordedLines(
  recordings: readonly Recording[],
): AsyncGenerator<readonly RecordedLine[]> {
  let index = 0
  for (const { source, isExport } of recordings) {
    const pieces = isExport ? exportedActions(source) : readJsonLines(source, recordedActionSchema)
    for await (const lines of pieces) {
      yield lines.map(({ line, value }) => ({ file: source.name, line, index: index++, action: value }))
    }
  }
}

async function* exportedActions(source: LineSource): AsyncGenerator<readonly JsonLine<RecordedAction>[]> {
  for await (const lines of readJsonLines(source, exportedEventSchema)) {
    const found: JsonLine<RecordedAction>[] = []
    for (const { line, value } of lines) {
      if (value.type !== 'action_decided') continue
      // The rest of the decision is what the replay finds anew.
      const { request } = value.data as unknown as Partial<ActionDecided>
      const { actionType, agentId, actionId, origin, parameters, riskScore, impactScore } = request ?? {}
      const action = decidedActionSchema.safeParse({
        accountId: accountOfStream(value.stream),
        targetId: request?.target.id,
        ...{ actionType, agentId, actionId, origin, parameters, riskScore, impactScore },
      })
      if (!action.success)
        throw inputError(source.name, line, [{ name: 'data', message: 'is not a decision' }])
      found.push({ line, value: { ...action.data, occurredAt: value.at } })
    }
    yield found
  }
}
