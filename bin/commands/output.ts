import { once } from 'node:events'

/** How much text gathers before it is written. */
const batchLength = 64 * 1024

/** Standard output for many lines: gathers them, and waits while the reader is slower than we are. */
export interface Output {
  line(text: string): void
  /** Writes what has gathered when it is much; call it between pieces of work. */
  drain(): Promise<void>
  /** Writes the rest. */
  end(): Promise<void>
}

/** Opens standard output. When its reader goes away (`| head`) the process ends quietly with 0. */
export function openOutput(): Output {
  let gathered: string[] = []
  let length = 0
  const write = async () => {
    if (gathered.length === 0) return
    const text = gathered.join('')
    gathered = []
    length = 0
    if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  }
  return {
    line(text) {
      gathered.push(text, '\n')
      length += text.length + 1
    },
    drain: () => (length < batchLength ? Promise.resolve() : write()),
    end: write,
  }
}

/** Ends the process with 0 when the reader of standard output is gone; any other failure to write is one. */
export function quitWhenReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}
