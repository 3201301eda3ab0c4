import type { Connector, EffectAnswer, EffectRequest, LookUpAnswer } from '#lib/connectors/connector.ts'
import { requestTimeoutMs } from '#lib/connectors/connector.ts'
import type { VirtualTime } from './virtual-time.ts'

/** How long after a request has left its effect may still appear, in ms; connectors promise less than `settleMs`. */
const latestEffectMs = 75_000

/** A platform that loses answers, delays effects, refuses and limits; it counts the effects of each key. */
export class HostilePlatform {
  readonly effects = new Map<string, number>()
  private readonly time: VirtualTime
  private readonly random: () => number
  private readonly isIdempotent: boolean
  private readonly canLookUp: boolean

  constructor(time: VirtualTime, random: () => number) {
    this.time = time
    this.random = random
    this.isIdempotent = random() < 0.3
    this.canLookUp = random() < 0.85
  }

  /** The platform as one worker reaches it. `isAlive` says whether the worker still hears answers. */
  connector(hear: <Value>(answer: Promise<Value>) => Promise<Value>): Connector {
    const effect = (request: EffectRequest) => hear(this.act(request))
    return {
      capabilities: {
        actions: ['comment', 'edit', 'thread'],
        fetchMetrics: false,
        lookUp: this.canLookUp,
        idempotentByKey: this.isIdempotent,
      },
      fetchMetrics: () => Promise.resolve({ kind: 'fetched', samples: [] }),
      comment: effect,
      edit: effect,
      thread: effect,
      lookUp: ({ idempotencyKey }) => hear(this.find(idempotencyKey)),
    }
  }

  private async act({ idempotencyKey }: EffectRequest): Promise<EffectAnswer> {
    const fate = this.random()
    await this.time.sleep(this.random() * 2000)
    if (fate < 0.08) return failed('rate_limit', false, this.random() < 0.5 ? this.random() * 600_000 : null)
    if (fate < 0.16) return failed('service_unavailable', false)
    if (fate < 0.19) return failed('forbidden', false)
    if (fate < 0.24) return failed('network_error', false)
    if (fate < 0.32) {
      await this.time.sleep(requestTimeoutMs)
      return failed('timeout', true)
    }
    if (fate < 0.42) {
      void this.time.sleep(this.random() * latestEffectMs).then(() => this.happen(idempotencyKey))
      await this.time.sleep(requestTimeoutMs)
      return failed('timeout', true)
    }
    this.happen(idempotencyKey)
    if (fate < 0.5) return failed('network_error', true)
    await this.time.sleep(this.random() * 2000)
    return { kind: 'done', reference: `effect of ${idempotencyKey}` }
  }

  private async find(key: string): Promise<LookUpAnswer> {
    await this.time.sleep(this.random() * 2000)
    if (this.random() < 0.3) return { kind: 'cannot_tell', errorCode: 'service_unavailable' }
    return this.effects.has(key) ? { kind: 'found', reference: `effect of ${key}` } : { kind: 'absent' }
  }

  private happen(key: string): void {
    this.effects.set(key, this.isIdempotent ? 1 : (this.effects.get(key) ?? 0) + 1)
  }
}

function failed(errorCode: string, mayHaveLeft: boolean, retryAfterMs: number | null = null): EffectAnswer {
  return { kind: 'failed', errorCode, mayHaveLeft, retryAfterMs }
}
