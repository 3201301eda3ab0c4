import { z } from 'zod'

/** `signIn` in app/actions/auth.ts. */
export const signInSchema = z.object({
  email: z.email('Type your e-mail address'),
  password: z.string().min(1, 'Type your password'),
})
/** `setUpFirstLead` in app/actions/auth.ts: the token comes from the one-time link. */
export const setUpFirstLeadSchema = z.object({
  token: z.string().min(1),
  name: z.string().trim().min(1, 'Type your name').max(100),
  email: z.email('Type your e-mail address'),
  password: z.string().min(12, 'A password needs 12 characters or more').max(200),
})
export type SignInInput = z.infer<typeof signInSchema>
export type SetUpFirstLeadInput = z.infer<typeof setUpFirstLeadSchema>
/** `acceptInvitation` in app/actions/auth.ts: the address and the role are the invitation's. */
export const acceptInvitationSchema = setUpFirstLeadSchema.omit({ email: true })
export type AcceptInvitationInput = z.infer<typeof acceptInvitationSchema>
