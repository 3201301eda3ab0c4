import { createWriteStream } from 'node:fs'
import { once } from 'node:events'

const startMs = Date.UTC(2026, 0, 1)

/**
 * Writes a recorded history of so many edits on a thousand accounts: mostly slow, and each account bursts past tier 3
 * now and then.
 */
export function writeActions(file: string, lines: number): Promise<void> {
  return write(file, lines, (n) => {
    const account = n % 1000
    // One account in ten has its edits within seconds of each other; the others' are twelve minutes apart.
    const atMs = account % 10 === 0 ? startMs + n * 10 : startMs + n * 720
    return {
      occurredAt: new Date(atMs).toISOString(),
      accountId: `account-${account}`,
      agentId: `agent-${n % 7}`,
      actionType: n % 20 === 0 ? 'read' : 'edit',
      targetId: `post-${n % 50_000}`,
    }
  })
}

/** Writes so many samples of ten thousand posts, every ten minutes, a third of them stagnant. */
export function writeSamples(file: string, lines: number): Promise<void> {
  const posts = 10_000
  return write(file, lines, (n) => {
    const post = n % posts
    const round = Math.floor(n / posts)
    return {
      postId: `post-${post}`,
      platform: 'mastodon',
      accountId: `account-${post % 100}`,
      capturedAt: new Date(startMs + round * 600_000).toISOString(),
      impressions: round * 400,
      engagements: round * (post % 3) * 10,
    }
  })
}

async function write(file: string, lines: number, lineOf: (n: number) => object): Promise<void> {
  const stream = createWriteStream(file)
  const batch = 1000
  for (let start = 0; start < lines; start += batch) {
    let text = ''
    for (let n = start; n < Math.min(lines, start + batch); n += 1) text += `${JSON.stringify(lineOf(n))}\n`
    if (!stream.write(text)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}
