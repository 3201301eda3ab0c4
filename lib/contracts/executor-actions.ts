import { z } from 'zod'
import { idText } from './api/text.ts'

/** Inputs of the server actions in app/actions/executors.ts, named after them. */
const name = idText(200)

/** Where a webhook may be: http or https, with no user or password in it, and no fragment, which is never sent. */
export const webhookUrlSchema = z
  .string()
  .trim()
  .max(2000, 'must be 2000 characters or fewer')
  .superRefine((text, context) => {
    const fault = urlFault(text)
    if (fault !== null) context.addIssue({ code: 'custom', message: fault })
  })

/** A secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in Base64. */
const webhookSecretSchema = z
  .string()
  .trim()
  .refine(
    isWebhookSecret,
    'must be whsec_ followed by 24 to 64 bytes in Base64; leave it empty and one is made',
  )

/** `pointExecutor`: its deliveries go to a signed webhook from the next attempt on. Only a lead may. */
export const pointExecutorSchema = z.object({
  name,
  url: webhookUrlSchema,
  /** Null keeps the secret that it has, or makes one when it has none. */
  secret: z.union([webhookSecretSchema, z.literal('new')]).nullable(),
})
/** `resetExecutor`: back to Interlock's own handler, or to none. Only a lead may. */
export const resetExecutorSchema = z.object({ name })
/** `testExecutor`: a signed request that says it is a test, sent at once. Only a lead may. */
export const testExecutorSchema = z.object({ name })
/** `resendDelivery`: the same request with the same id goes out again. */
export const resendDeliverySchema = z.object({ deliveryId: z.string().min(1) })

export type PointExecutorInput = z.infer<typeof pointExecutorSchema>
export type ResetExecutorInput = z.infer<typeof resetExecutorSchema>
export type TestExecutorInput = z.infer<typeof testExecutorSchema>
export type ResendDeliveryInput = z.infer<typeof resendDeliverySchema>

/** What pointing an executor comes to. */
export interface PointedExecutor {
  /** The secret, when it is new: this once, and never again. */
  readonly secret: string | null
}

/** What a test delivery came to. */
export interface TestedExecutor {
  readonly isAccepted: boolean
  /** "Answered 204", "The connection was refused". */
  readonly answer: string
  readonly tookMs: number
}

function urlFault(text: string): string | null {
  const url = URL.parse(text)
  if (!url) return 'must be an address such as https://example.org/interlock'
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https:// or http://'
  if (url.username !== '' || url.password !== '') {
    return 'must hold no user name or password; the signature proves who sends'
  }
  if (url.hash !== '') return 'must have no part after #, which is never sent'
  return null
}

function isWebhookSecret(text: string): boolean {
  const match = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)
  if (!match?.[1]) return false
  const bytes = Math.floor((match[1].replace(/=+$/, '').length * 3) / 4)
  return bytes >= 24 && bytes <= 64
}
