import { afterEach, beforeEach, vi, type MockInstance } from 'vitest'

// React and libraries report real mistakes by console.error; a test that expects one mocks it itself.
let spy: MockInstance<typeof console.error>

beforeEach(() => {
  spy = vi.spyOn(console, 'error')
})

afterEach(() => {
  const calls: unknown[][] = spy.mock.calls
  spy.mockRestore()
  if (calls.length > 0) throw new Error(`console.error was called: ${JSON.stringify(calls[0])}`)
})
