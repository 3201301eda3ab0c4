'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { safeReturnPath } from '#lib/auth/safe-return-path.ts'
import type { ActionResult } from '#lib/contracts/action-result.ts'
import {
  type AcceptInvitationInput,
  acceptInvitationSchema,
  type SetUpFirstLeadInput,
  setUpFirstLeadSchema,
  type SignInInput,
  signInSchema,
} from '#lib/contracts/auth-forms.ts'
import { type ReauthenticateInput, reauthenticateSchema } from '#lib/contracts/lockout-actions.ts'
import { runAction, runOpenAction } from '#lib/http/run-action.ts'
import { signInWith, signOutWith } from '#lib/http/sign-in.ts'
import * as invitation from '#lib/services/members/accept-invitation.ts'
import * as session from '#lib/services/members/reauthenticate.ts'
import * as setup from '#lib/services/members/set-up-first-lead.ts'

/** Signs in and leads to `next` when that is a page of this console. */
export async function signIn(input: SignInInput, next: string | null): Promise<ActionResult> {
  return runOpenAction(signInSchema, input, async (parsed, inside, requestHeaders) => {
    await signInWith(inside, requestHeaders, parsed)
    redirect(safeReturnPath(next))
  })
}

/** Creates the first lead from the one-time link, signs them in and leads to the overview. */
export async function setUpFirstLead(input: SetUpFirstLeadInput): Promise<ActionResult> {
  return runOpenAction(setUpFirstLeadSchema, input, async (parsed, inside, requestHeaders) => {
    await setup.setUpFirstLead(inside.runtime, parsed)
    await signInWith(inside, requestHeaders, parsed)
    redirect('/')
  })
}

/** Makes an invited person a member, signs them in and leads to the overview. */
export async function acceptInvitation(input: AcceptInvitationInput): Promise<ActionResult> {
  return runOpenAction(acceptInvitationSchema, input, async (parsed, inside, requestHeaders) => {
    const { email } = await invitation.acceptInvitation(inside.runtime, parsed)
    await signInWith(inside, requestHeaders, { email, password: parsed.password })
    redirect('/')
  })
}

/** The signed-in person's password once more; good for 15 minutes of resets. */
export async function reauthenticate(input: ReauthenticateInput): Promise<ActionResult> {
  return runAction(reauthenticateSchema, input, async ({ password }, { runtime, signedIn }) => {
    const { sessionId, member } = signedIn
    await session.reauthenticate(runtime, { sessionId, memberId: member.id }, password)
    return { kind: 'done', value: null }
  })
}

/** Ends this session and leads to the sign-in page. */
export async function signOut(): Promise<void> {
  await signOutWith(new Headers(await headers()))
  redirect('/sign-in')
}
