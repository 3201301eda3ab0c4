import { z } from 'zod'
import { parseRfc3339, rfc3339Mend } from '../shared/rfc3339.ts'
import { idText } from './api/text.ts'

/** How a recorded post fares, attempt by attempt; after the last one all is well. */
const fate = z.enum([
  'ok',
  'rate_limit',
  'service_unavailable',
  'forbidden',
  'lost_request',
  'lost_answer',
  'no_trace',
])

const text = z.string().min(1).max(2000)
/** A metrics file that is played as though its posts lived now: its first line at `startsAt`, `speed` times as fast. */
const playback = z.strictObject({
  /** JSON Lines of metric samples, on the machines of the workers. */
  file: z.string().startsWith('/', 'must be an absolute path').max(2000),
  /** When it is left out, the time of connecting. */
  startsAt: z
    .string()
    .refine((time) => parseRfc3339(time) !== null, rfc3339Mend)
    .optional(),
  speed: z.number().positive().max(100_000).default(1),
})
export type Playback = z.output<typeof playback>

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })

/** What each connector needs to know to reach its platform; sealed at rest. */
export const credentialSchemas = {
  recorded: z.strictObject({
    fates: z.record(z.string(), z.array(fate)).default({}),
    playback: playback.optional(),
  }),
  webhook: z.strictObject({
    url: httpUrl,
    /** Standard Webhooks secret, `whsec_…`. */
    secret: z.string().regex(/^whsec_[A-Za-z0-9+/=]{32,}$/, 'must be whsec_ and 24 bytes or more in base64'),
    /** Whether the service answers look-ups. */
    lookUp: z.boolean().default(false),
    /** Whether the service answers with metrics. */
    fetchMetrics: z.boolean().default(false),
  }),
  mastodon: z.strictObject({ url: httpUrl, accessToken: text }),
  bluesky: z.strictObject({ url: httpUrl, identifier: text, password: text }),
} as const
export type Credentials = {
  readonly [Name in keyof typeof credentialSchemas]: z.output<(typeof credentialSchemas)[Name]>
}

/** How an account is to be reached on a platform. */
export const connectionSchema = z.strictObject({
  accountId: idText(200),
  platform: idText(200),
  connector: z.enum(['recorded', 'webhook', 'mastodon', 'bluesky']),
  credential: z.unknown(),
  /** `{title}` stands for the post's title. */
  templates: z.partialRecord(z.enum(['comment', 'edit', 'thread']), text).default({}),
})
export type ConnectionInput = z.output<typeof connectionSchema>
