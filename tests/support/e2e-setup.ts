/** Playwright's global set-up: the cluster in which each worker makes its database; see served-interlock.ts. */
export { startTestCluster as default } from './test-cluster.ts'
