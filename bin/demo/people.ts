import { randomBytes } from 'node:crypto'
import type { Role } from '#lib/auth/role.ts'
import { acceptInvitation } from '#lib/services/members/accept-invitation.ts'
import { createSetupLink } from '#lib/services/members/create-setup-link.ts'
import { inviteMember } from '#lib/services/members/invite-member.ts'
import { listMembers } from '#lib/services/members/list-members.ts'
import { setUpFirstLead } from '#lib/services/members/set-up-first-lead.ts'
import type { Runtime } from '#lib/services/runtime.ts'

/** Somebody to sign in as. */
export interface DemoPerson {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  /** Random, good for this run's database alone. */
  readonly password: string
}

/** Names, and addresses that lead nowhere (RFC 2606). */
const lead = { name: 'Mara Lindqvist', email: 'mara@demo.example', role: 'lead' } as const
const reviewers = [
  { name: 'Ana Ruiz', email: 'ana@demo.example', role: 'reviewer' },
  { name: 'Ben Okafor', email: 'ben@demo.example', role: 'reviewer' },
] as const

/** Makes the lead by the one-time link and the reviewers by her invitations, as people would. */
export async function createPeople(runtime: Runtime): Promise<readonly DemoPerson[]> {
  const people = [lead, ...reviewers].map((person) => ({ ...person, password: newPassword() }))
  const baseUrl = 'http://localhost'
  for (const { name, email, role, password } of people) {
    if (role === 'lead') {
      const link = await createSetupLink(runtime, baseUrl)
      await setUpFirstLead(runtime, { token: tokenOf(link?.url), name, email, password })
    } else {
      const link = await inviteMember(runtime, { email, role, invitedBy: null }, baseUrl)
      await acceptInvitation(runtime, { token: tokenOf(link.url), name, password })
    }
  }
  const members = await listMembers(runtime)
  return people.map((person) => {
    const member = members.find(({ email }) => email === person.email)
    if (!member) throw new Error(`${person.email} is not a member`)
    return { ...person, id: member.id }
  })
}

function newPassword(): string {
  return `demo-${randomBytes(6).toString('hex')}`
}

function tokenOf(url: string | undefined): string {
  return url?.slice(url.indexOf('#') + 1) ?? ''
}
