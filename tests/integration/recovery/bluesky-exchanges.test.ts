import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { recordKey } from '#lib/connectors/bluesky/record-key.ts'
import { blueskyStoryEnds, storyKey, tellBlueskyStory } from '#tests/support/bluesky-story.ts'
import type { Exchange } from '#tests/support/exchange.ts'
import { playExchanges } from '#tests/support/played-exchanges.ts'

const file = path.resolve(import.meta.dirname, '../../fixtures/bluesky-exchanges.json')
const { did, postId, exchanges } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly did: string
  readonly postId: string
  readonly exchanges: readonly Exchange[]
}

test('the connector bluesky asks a server as the recorded one was asked, and reads its answers the same', async () => {
  const played = await playExchanges(exchanges)
  // What is lost is in the recording.
  const stage = { url: played.url, password: 'another one', postId, lose: () => undefined }
  const story = await tellBlueskyStory(stage)
  played.server.close()
  expect(played.faults).toStrictEqual([])
  expect(played.left()).toBe(0)
  expect(story).toStrictEqual(
    blueskyStoryEnds((name) => `at://${did}/app.bsky.feed.post/${recordKey(storyKey(name))}`),
  )
})

test('the recording holds no secret', () => {
  const text = JSON.stringify(exchanges)
  expect(text).not.toMatch(/a password of the test|@example\.org/)
  // Tokens of a server are signed: three long parts.
  expect(text).not.toMatch(/eyJ[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}/)
})
