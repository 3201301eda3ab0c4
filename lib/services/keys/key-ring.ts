import { LRUCache } from 'lru-cache'
import { AppError } from '../../shared/app-error.ts'
import { findKey, type StoredKey } from '../../store/agent-keys.ts'
import type { Database } from '../../store/database.ts'
import type { Control } from '../control.ts'
import { isSecretOf, parseAuthorization } from './key-token.ts'

/** An agent whose key was checked, with the control epoch at which it was good. */
export interface Principal {
  readonly keyId: string
  readonly agentId: string
  /** Null when it may act on every account. */
  readonly accountIds: readonly string[] | null
  readonly maySayHuman: boolean
  readonly epoch: number
}

/** Checks agents' keys, remembering the good ones until the control epoch moves. */
export interface KeyRing {
  /**
   * The agent behind an `Authorization` header. Answered from memory it may be a revoked key's, for which an append
   * is refused by the epoch; callers that append nothing ask with `fresh`.
   * @throws AppError `unauthenticated`: no key, unknown, wrong secret, expired or revoked.
   */
  readonly authenticate: (
    header: string | undefined,
    nowMs: number,
    freshness?: 'fresh' | 'remembered',
  ) => Promise<Principal>
  /** Forgets every remembered key. */
  readonly forget: () => void
}

const rememberedKeys = 10_000

export function createKeyRing(database: Database, control: Control): KeyRing {
  const remembered = new LRUCache<string, { key: StoredKey; principal: Principal }>({ max: rememberedKeys })
  return {
    forget: () => remembered.clear(),
    authenticate: async (header, nowMs, freshness = 'remembered') => {
      const token = parseAuthorization(header)
      if (!token) throw new AppError('unauthenticated', missingKey)
      const known = freshness === 'remembered' ? remembered.get(token.id) : undefined
      if (known) {
        refuseBad(known.key, token.secret, nowMs)
        return known.principal
      }
      const { epoch, key } = await findKey(database.reads, token.id)
      control.observe(epoch)
      if (!key) throw new AppError('unauthenticated', unknownKey)
      refuseBad(key, token.secret, nowMs)
      const principal = principalOf(key, epoch)
      if (control.epoch() === epoch) remembered.set(token.id, { key, principal })
      return principal
    },
  }
}

const missingKey = 'Send an agent’s key as "Authorization: Bearer ilk_…"; `interlock keys create` makes one.'
const unknownKey = 'This key is not known.'

/** An unknown key and a wrong secret get the same answer. */
function refuseBad({ secretHash, revokedAtMs, expiresAtMs }: StoredKey, secret: string, nowMs: number): void {
  if (!isSecretOf(secret, secretHash)) throw new AppError('unauthenticated', unknownKey)
  if (revokedAtMs !== null) throw new AppError('unauthenticated', 'This key was revoked.')
  if (expiresAtMs !== null && expiresAtMs <= nowMs) {
    throw new AppError('unauthenticated', `This key expired at ${new Date(expiresAtMs).toISOString()}.`)
  }
}

function principalOf({ id, agentId, accountIds, maySayHuman }: StoredKey, epoch: number): Principal {
  return { keyId: id, agentId, accountIds, maySayHuman, epoch }
}
