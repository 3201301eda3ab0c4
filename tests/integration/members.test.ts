import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Auth, createAuth } from '#lib/auth/create-auth.ts'
import { readSignedIn } from '#lib/auth/read-signed-in.ts'
import { acceptInvitation } from '#lib/services/members/accept-invitation.ts'
import { bootstrapLead } from '#lib/services/members/bootstrap-lead.ts'
import { createSetupLink } from '#lib/services/members/create-setup-link.ts'
import { inviteMember } from '#lib/services/members/invite-member.ts'
import { listMembers } from '#lib/services/members/list-members.ts'
import { reauthenticate } from '#lib/services/members/reauthenticate.ts'
import { setUpFirstLead } from '#lib/services/members/set-up-first-lead.ts'
import { newId } from '#lib/services/new-id.ts'
import { openTestDesk, type TestDesk } from '#tests/support/test-desk.ts'

const baseUrl = 'http://localhost:3000'
const password = 'correct horse battery'
const minuteMs = 60_000
let desk: TestDesk
let auth: Auth

beforeEach(async () => {
  desk = await openTestDesk(Date.now())
  auth = createAuth({
    prisma: desk.runtime.database.prisma,
    secret: 'a secret of the test, long enough to sign',
    baseUrl,
    now: () => new Date(desk.nowMs),
    newId: () => newId(),
  })
})
afterEach(() => desk.close())

function tokenOf(link: { url: string } | null): string {
  return link ? new URL(link.url).hash.slice(1) : ''
}

async function signIn(email: string, typed: string, address = '127.0.0.1'): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    origin: baseUrl,
    'x-interlock-client-address': address,
  }
  const body = JSON.stringify({ email, password: typed })
  return auth.handler(new Request(`${baseUrl}/api/auth/sign-in/email`, { method: 'POST', headers, body }))
}

function cookiesOf(response: Response): Headers {
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return new Headers({ cookie })
}

const lead = { name: 'Lea', email: 'Lea@example.org', password }

describe('the first lead', () => {
  test('comes by a link that works once, and only its hash is stored', async () => {
    const token = tokenOf(await createSetupLink(desk.runtime, baseUrl))
    const stored = await desk.runtime.database.prisma.memberLink.findMany()
    expect(JSON.stringify(stored)).not.toContain(token)
    await setUpFirstLead(desk.runtime, { token, ...lead })
    expect(await listMembers(desk.runtime)).toMatchObject([{ email: 'lea@example.org', role: 'lead' }])
    await expect(
      setUpFirstLead(desk.runtime, { token, ...lead, email: 'b@example.org' }),
    ).rejects.toMatchObject({
      code: 'link_spent',
    })
    expect(await createSetupLink(desk.runtime, baseUrl)).toBeNull()
  })

  test('is one, however many try the link at once', async () => {
    const token = tokenOf(await createSetupLink(desk.runtime, baseUrl))
    const tries = Array.from({ length: 6 }, (_, index) =>
      setUpFirstLead(desk.runtime, { token, ...lead, email: `lea${String(index)}@example.org` }),
    )
    const results = await Promise.allSettled(tries)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await listMembers(desk.runtime)).toHaveLength(1)
  })

  test('cannot use a link that ran out or was replaced', async () => {
    const first = tokenOf(await createSetupLink(desk.runtime, baseUrl))
    const second = tokenOf(await createSetupLink(desk.runtime, baseUrl))
    await expect(setUpFirstLead(desk.runtime, { token: first, ...lead })).rejects.toMatchObject({
      code: 'link_spent',
    })
    desk.nowMs += 61 * minuteMs
    await expect(setUpFirstLead(desk.runtime, { token: second, ...lead })).rejects.toMatchObject({
      code: 'link_spent',
    })
  })

  test('can come from a setting instead, once', async () => {
    expect(await bootstrapLead(desk.runtime, lead)).toBe(true)
    expect(await bootstrapLead(desk.runtime, { ...lead, email: 'other@example.org' })).toBe(false)
    expect((await signIn('lea@example.org', password)).status).toBe(200)
  })
})

describe('an invitation', () => {
  test('gives its role to its address, once, and is told in the organisation’s log without the address', async () => {
    const invitation = { email: 'Rita@example.org', role: 'reviewer' as const, invitedBy: null }
    const token = tokenOf(await inviteMember(desk.runtime, invitation, baseUrl))
    const accepted = await acceptInvitation(desk.runtime, { token, name: 'Rita', password })
    expect(accepted).toEqual({ email: 'rita@example.org' })
    await expect(acceptInvitation(desk.runtime, { token, name: 'Eve', password })).rejects.toMatchObject({
      code: 'link_spent',
    })
    // Also when the address is free again: it is the link that is spent.
    await desk.runtime.database.prisma.member.deleteMany()
    await expect(acceptInvitation(desk.runtime, { token, name: 'Eve', password })).rejects.toMatchObject({
      code: 'link_spent',
    })
    await acceptInvitation(desk.runtime, {
      token: tokenOf(await inviteMember(desk.runtime, invitation, baseUrl)),
      name: 'Rita',
      password,
    })
    const events = await desk.runtime.database.prisma.event.findMany({
      where: { stream: 'organisation' },
      orderBy: { seq: 'asc' },
    })
    expect(events.map(({ type }) => type)).toEqual([
      'member_invited',
      'member_joined',
      'member_invited',
      'member_joined',
    ])
    expect(events.map(({ body }) => body).join()).not.toContain('rita@')
    await expect(inviteMember(desk.runtime, invitation, baseUrl)).rejects.toMatchObject({
      code: 'invalid_request',
    })
  })
})

describe('a session', () => {
  beforeEach(async () => {
    await bootstrapLead(desk.runtime, lead)
  })

  test('knows who and when; its cookie is closed to scripts', async () => {
    const response = await signIn('lea@example.org', password)
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/i)
    const signedIn = await readSignedIn(auth, cookiesOf(response))
    expect(signedIn).toMatchObject({ member: { name: 'lea', role: 'lead' }, reauthenticatedAtMs: desk.nowMs })
    expect(
      await readSignedIn(auth, new Headers({ cookie: 'interlock.session_token=forged.forged' })),
    ).toBeNull()
  })

  test('is marked anew by the right password alone', async () => {
    const headers = cookiesOf(await signIn('lea@example.org', password))
    const before = await readSignedIn(auth, headers)
    const session = { memberId: before?.member.id ?? '', sessionId: before?.sessionId ?? '' }
    desk.nowMs += 20 * minuteMs
    await expect(reauthenticate(desk.runtime, session, 'wrong wrong wrong')).rejects.toMatchObject({
      code: 'invalid_request',
    })
    expect((await readSignedIn(auth, headers))?.reauthenticatedAtMs).toBe(before?.reauthenticatedAtMs)
    await reauthenticate(desk.runtime, session, password)
    expect((await readSignedIn(auth, headers))?.reauthenticatedAtMs).toBe(desk.nowMs)
  })

  test('allows ten attempts to re-authenticate in 15 minutes', async () => {
    const signedIn = await readSignedIn(auth, cookiesOf(await signIn('lea@example.org', password)))
    const session = { memberId: signedIn?.member.id ?? '', sessionId: signedIn?.sessionId ?? '' }
    const codes = []
    for (let attempt = 0; attempt < 11; attempt += 1) {
      codes.push(
        await reauthenticate(desk.runtime, session, 'wrong wrong wrong').catch((error: unknown) => error),
      )
    }
    expect(codes[9]).toMatchObject({ code: 'invalid_request' })
    expect(codes[10]).toMatchObject({ code: 'rate_limited' })
    desk.nowMs += 15 * minuteMs
    await reauthenticate(desk.runtime, session, password)
  })
})

test('signing in is limited per address, and nobody signs up', async () => {
  await bootstrapLead(desk.runtime, lead)
  const statuses = []
  for (let attempt = 0; attempt < 11; attempt += 1)
    statuses.push((await signIn('lea@example.org', 'wrong wrong wrong')).status)
  expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401))
  expect(statuses[10]).toBe(429)
  expect((await signIn('lea@example.org', password, '192.0.2.7')).status).toBe(200)
  const body = JSON.stringify({ email: 'eve@example.org', password, name: 'Eve' })
  const headers = { 'content-type': 'application/json', origin: baseUrl }
  const signUp = await auth.handler(
    new Request(`${baseUrl}/api/auth/sign-up/email`, { method: 'POST', headers, body }),
  )
  expect(signUp.status).toBe(400)
  expect(await listMembers(desk.runtime)).toHaveLength(1)
})
