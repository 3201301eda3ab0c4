import type { Connector, EffectAnswer, EffectRequest, MetricsAnswer, PostReference } from '../connector.ts'
import { connectorActions } from '../connector-actions.ts'
import type { RecoveryActionType } from '../../engine/policy/policy.ts'

/** Where a recorded connector keeps what was asked of it. */
export interface EffectBook {
  /** Keeps an effect; the same key again changes nothing. */
  readonly keep: (effect: EffectRequest & { readonly actionType: RecoveryActionType }) => Promise<void>
  readonly has: (idempotencyKey: string) => Promise<boolean>
}

export type Fate =
  | 'ok'
  /** Refused until Retry-After. */
  | 'rate_limit'
  | 'service_unavailable'
  | 'forbidden'
  /** It never arrived, and the caller cannot know. */
  | 'lost_request'
  /** It had its effect, and the caller cannot know. */
  | 'lost_answer'
  /** The same, and a look-up cannot tell either. */
  | 'no_trace'

/** What a refusal by rate limit says, in ms. */
const rateLimitRetryAfterMs = 45_000

/** What a recorded connector stands on. */
export interface RecordedOptions {
  readonly book: EffectBook
  readonly fates: Readonly<Record<string, readonly Fate[]>>
  /** Plays a metrics file: what posts show now. Null when there is none to play. */
  readonly play: ((posts: readonly PostReference[]) => Promise<MetricsAnswer>) | null
}

/**
 * A platform that is none: nothing leaves the machine, what was asked is kept for everyone to see, posts can be given
 * a fate, attempt by attempt, and their metrics are played from a file. For demonstrations and tests; whatever shows
 * it says `recorded`.
 */
export function recordedConnector({ book, fates, play }: RecordedOptions): Connector {
  const effect =
    (actionType: RecoveryActionType) =>
    async (request: EffectRequest): Promise<EffectAnswer> => {
      const fate = fates[request.postId]?.[request.attempt - 1] ?? 'ok'
      if (fate === 'lost_request') return failed('timeout', true)
      if (fate === 'rate_limit') return failed(fate, false, rateLimitRetryAfterMs)
      if (fate === 'service_unavailable' || fate === 'forbidden') return failed(fate, false)
      await book.keep({ ...request, actionType })
      return fate === 'ok'
        ? { kind: 'done', reference: `recorded:${request.idempotencyKey}` }
        : failed('timeout', true)
    }
  return {
    capabilities: {
      actions: connectorActions('recorded'),
      fetchMetrics: play !== null,
      lookUp: true,
      idempotentByKey: true,
    },
    fetchMetrics: play ?? (() => Promise.resolve({ kind: 'fetched', samples: [] })),
    comment: effect('comment'),
    edit: effect('edit'),
    thread: effect('thread'),
    lookUp: async ({ idempotencyKey, postId, attempt }) => {
      if (fates[postId]?.[attempt - 1] === 'no_trace') {
        return { kind: 'cannot_tell', errorCode: 'service_unavailable' }
      }
      return (await book.has(idempotencyKey))
        ? { kind: 'found', reference: `recorded:${idempotencyKey}` }
        : { kind: 'absent' }
    },
  }
}

function failed(errorCode: string, mayHaveLeft: boolean, retryAfterMs: number | null = null): EffectAnswer {
  return { kind: 'failed', errorCode, mayHaveLeft, retryAfterMs }
}
