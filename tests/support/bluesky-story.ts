import { blueskyConnector } from '#lib/connectors/bluesky/bluesky-connector.ts'
import type { EffectRequest } from '#lib/connectors/connector.ts'
import { noonMs, sha256Hex } from './recovery-samples.ts'

/** Where the story plays: a real server behind a proxy that loses things, or what such a one once answered. */
export interface BlueskyStage {
  readonly url: string
  readonly password: string
  /** The post that is helped. */
  readonly postId: string
  /** What is to happen to the next write. */
  readonly lose: (fate: 'drop_before' | 'drop_after' | 'spoil_token') => void
}

export const blueskyIdentifier = 'brand.test'

/** Everything that recovery does on Bluesky, with the answer of each step by its name. */
export async function tellBlueskyStory({ url, password, postId, lose }: BlueskyStage) {
  const options = { url, identifier: blueskyIdentifier, clock: () => noonMs }
  const connector = blueskyConnector({ ...options, password })
  const request = (name: string, onPost = postId): EffectRequest => ({
    postId: onPost,
    idempotencyKey: storyKey(name),
    text: `What do you think about ${name}?`,
    attempt: 1,
  })
  const look = (asked: EffectRequest) =>
    connector.lookUp({ ...asked, actionType: 'comment', sinceMs: noonMs })
  const [helped, lost, never, late] = ['helped', 'lost', 'never', 'late'].map((name) => request(name)) as [
    EffectRequest,
    EffectRequest,
    EffectRequest,
    EffectRequest,
  ]
  const story: Record<string, unknown> = {}
  story['nothing is there yet'] = await look(helped)
  const comment = await connector.comment(helped)
  story['a comment'] = comment
  story['it is found'] = await look(helped)
  story['the same key again'] = await connector.comment(helped)
  const reference = comment.kind === 'done' ? (comment.reference ?? '') : ''
  story['a thread under the comment'] = await connector.thread(request('thread', reference))
  lose('drop_after')
  story['a lost answer'] = await connector.comment(lost)
  story['its effect is found'] = await look(lost)
  lose('drop_before')
  story['a lost request'] = await connector.comment(never)
  story['its effect is absent'] = await look(never)
  const gone = `${postId.slice(0, postId.lastIndexOf('/'))}/3aaaaaaaaaaa2`
  story['a post that is gone'] = await connector.comment(request('gone', gone))
  story['a text that is too long'] = await connector.comment({ ...request('long'), text: 'x'.repeat(3001) })
  lose('spoil_token')
  story['a session that the server has ended'] = await connector.comment(late)
  const stranger = blueskyConnector({ ...options, password: 'not the password' })
  story['a wrong password'] = await stranger.comment(request('stranger'))
  story['a look-up with a wrong password'] = await stranger.lookUp({
    ...helped,
    actionType: 'comment',
    sinceMs: noonMs,
  })
  return story
}

export function storyKey(name: string): string {
  return `sheal_${sha256Hex(name).slice(0, 32)}`
}

const unsent = { kind: 'failed', mayHaveLeft: false, retryAfterMs: null }
const lostOne = { kind: 'failed', errorCode: 'network_error', mayHaveLeft: true, retryAfterMs: null }

/** How the story has to go; `uri` makes the address of a record from the name of its key. */
export function blueskyStoryEnds(uri: (name: string) => string) {
  return {
    'nothing is there yet': { kind: 'absent' },
    'a comment': { kind: 'done', reference: uri('helped') },
    'it is found': { kind: 'found', reference: uri('helped') },
    'the same key again': { kind: 'done', reference: uri('helped') },
    'a thread under the comment': { kind: 'done', reference: uri('thread') },
    'a lost answer': lostOne,
    'its effect is found': { kind: 'found', reference: uri('lost') },
    'a lost request': lostOne,
    'its effect is absent': { kind: 'absent' },
    'a post that is gone': { ...unsent, errorCode: 'post_not_found' },
    'a text that is too long': { ...unsent, errorCode: 'http_400' },
    'a session that the server has ended': { kind: 'done', reference: uri('late') },
    'a wrong password': { ...unsent, errorCode: 'http_401' },
    'a look-up with a wrong password': { kind: 'cannot_tell', errorCode: 'http_401' },
  }
}
