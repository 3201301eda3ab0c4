/** One request to a platform's server and its answer, without secrets. */
export interface Exchange {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly request: unknown
  /** Whether the answer never reached the connector; with status 0 the request never reached the server. */
  readonly lost: boolean
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly response: unknown
}
