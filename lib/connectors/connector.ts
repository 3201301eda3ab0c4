import type { RecoveryActionType } from '../engine/policy/policy.ts'

/**
 * One social platform as recovery sees it. A connector never throws for what the platform or the network does:
 * that is an answer. It gives a request up after `requestTimeoutMs`, so that no request outlives its lease.
 */
export interface Connector {
  readonly capabilities: ConnectorCapabilities
  /** The counters of posts as the platform shows them now; a post that it does not know is left out. */
  fetchMetrics(posts: readonly PostReference[]): Promise<MetricsAnswer>
  comment(request: EffectRequest): Promise<EffectAnswer>
  edit(request: EffectRequest): Promise<EffectAnswer>
  thread(request: EffectRequest): Promise<EffectAnswer>
  /** Asks the platform whether the effect of this very request is there. Changes nothing. */
  lookUp(request: LookUpRequest): Promise<LookUpAnswer>
}

/** What a platform can do; what it cannot is never planned (`capability_unsupported`). */
export interface ConnectorCapabilities {
  readonly actions: readonly RecoveryActionType[]
  readonly fetchMetrics: boolean
  /** Without it a lost answer goes to a person. */
  readonly lookUp: boolean
  /** Whether sending a request again with its key is harmless on the platform itself. */
  readonly idempotentByKey: boolean
}

/** A post by its id on the platform. */
export interface PostReference {
  readonly postId: string
}

/** One effect on a post, the same for every attempt of the action but for its number. */
export interface EffectRequest extends PostReference {
  readonly idempotencyKey: string
  /** The comment, the post's new text, or the text of the post that continues it. */
  readonly text: string
  /** Counts from 1. */
  readonly attempt: number
}
export interface LookUpRequest extends EffectRequest {
  readonly actionType: RecoveryActionType
  /** When the first attempt began; the effect is not older. */
  readonly sinceMs: number
}

/** `timeout`, `rate_limit`, `service_unavailable` and `network_error` are transient; any other code is not. */
export type EffectAnswer =
  | { readonly kind: 'done'; readonly reference: string | null }
  | {
      readonly kind: 'failed'
      readonly errorCode: string
      /** Whether the request may have reached the platform and had its effect. */
      readonly mayHaveLeft: boolean
      readonly retryAfterMs: number | null
    }
export type LookUpAnswer =
  | { readonly kind: 'found'; readonly reference: string | null }
  | { readonly kind: 'absent' }
  | { readonly kind: 'cannot_tell'; readonly errorCode: string }
export type MetricsAnswer =
  | { readonly kind: 'fetched'; readonly samples: readonly FetchedSample[] }
  | { readonly kind: 'failed'; readonly errorCode: string; readonly retryAfterMs: number | null }

/** Counters of one post at the time of the answer. */
export interface FetchedSample extends PostReference {
  readonly impressions: number
  readonly engagements: number
}

/** How long a platform has to answer, in ms; well inside a lease. */
export const requestTimeoutMs = 15_000
