import { z } from 'zod'

/** A member as others see them. */
export const personViewSchema = z.object({ id: z.string(), name: z.string() })
export type PersonView = z.infer<typeof personViewSchema>

/** The signed-in member, as the page needs to know them. */
export const viewerSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(['viewer', 'reviewer', 'lead']),
  /** Until when the last sign-in or re-authentication is good for a reset; null when it never was or has run out. */
  reauthenticatedUntilMs: z.int().nullable(),
})
export type Viewer = z.infer<typeof viewerSchema>
