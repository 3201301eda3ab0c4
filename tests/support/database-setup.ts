import { startTestCluster } from './test-cluster.ts'

/** vitest's global set-up of the project `integration`: one cluster for the whole run. */
export default async function setUp(): Promise<() => Promise<void>> {
  return startTestCluster()
}
