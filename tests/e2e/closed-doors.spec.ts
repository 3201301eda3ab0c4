import { expect } from '@playwright/test'
import { createKey } from '#lib/services/keys/create-key.ts'
import { served, test } from '#tests/support/served-interlock.ts'

test('without a session nothing is read; an agent’s key opens none of it and resets nothing', async ({
  request,
}) => {
  const key = await createKey(served().runtime, { agentId: 'prying', accountIds: null, expiresAtMs: null })
  const headers = { authorization: `Bearer ${key.token}` }
  const reads = [
    'shell',
    'overview',
    'accounts',
    'lockouts',
    'accounts/a',
    'accounts/a/velocity?range=1h',
    'lockouts/l',
  ]
  for (const path of [...reads.map((read) => `/api/console/${read}`), '/api/live']) {
    for (const options of [{}, { headers }]) {
      const response = await request.get(path, options)
      expect(response.status(), path).toBe(401)
      expect(response.headers()['content-type']).toBe('application/problem+json')
      expect(response.headers()['x-request-id']).toBeTruthy()
    }
  }
  const reset = await request.post('/api/v1/lockouts/l/reset', { headers, data: {} })
  expect(reset.status()).toBe(404)
})

test('of the sign-in library only signing in, signing out and one’s own session are open', async ({
  request,
}) => {
  for (const path of ['sign-up/email', 'update-user', 'change-email', 'delete-user', 'reset-password']) {
    const response = await request.post(`/api/auth/${path}`, { data: {} })
    expect(response.status(), path).toBe(404)
  }
})

test('a one-time link that is spent says so', async ({ page }) => {
  await page.goto('/setup#not-a-token')
  await page.getByLabel('Your name').fill('Eve')
  await page.getByLabel('E-mail address').fill('eve@example.org')
  await page.getByLabel('Password').fill('twelve characters')
  await page.getByRole('button', { name: 'Create lead and sign in' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toHaveText('This link is used up or has run out.')
})
