import type { Command } from 'commander'
import { type PointExecutorInput, pointExecutorSchema } from '#lib/contracts/executor-actions.ts'
import type { ExecutorRow } from '#lib/contracts/views/executors-view.ts'
import { AppError } from '#lib/shared/app-error.ts'
import { openOutput } from './output.ts'
import { secretOf } from './secret-of.ts'
import { table } from './table.ts'
import { withRuntime } from './with-runtime.ts'

interface PointOptions {
  readonly url: string
  readonly secret?: string
  readonly newSecret?: true
}

/** Whoever runs a command on the server's own settings may do what a lead may. */
const operator = { id: 'command-line', name: 'Command line', role: 'lead' } as const

/** Adds `interlock executors list|point|reset`: where escalations go. */
export function addExecutors(program: Command): void {
  const executors = program.command('executors').description('where escalations go')
  executors
    .command('list')
    .description('every executor that is built in, pointed at a webhook or named by a policy in force')
    .option('--json', 'one JSON object for each executor')
    .action(list)
  executors
    .command('point')
    .description('send its escalations to a signed webhook; a new secret is printed once')
    .argument('<name>', 'as policies name it')
    .requiredOption('--url <url>', 'http or https')
    .option('--secret <whsec>', 'a secret of yours (default: the one that it has, or a new one)')
    .option('--new-secret', 'make a new secret')
    .action(point)
  executors
    .command('reset')
    .description('back to Interlock’s own handler, or to none')
    .argument('<name>')
    .action(reset)
}

async function list({ json }: { readonly json?: boolean }): Promise<void> {
  const [{ readExecutors }, { createConsoleContext }] = await Promise.all([
    import('#lib/services/console/read-executors.ts'),
    import('#lib/services/console/console-context.ts'),
  ])
  const { executors } = await withRuntime(({ runtime }) =>
    readExecutors(createConsoleContext(runtime.database, runtime.clock)),
  )
  const output = openOutput()
  const lines = json
    ? executors.map((executor) => JSON.stringify(executor))
    : table(['EXECUTOR', 'GOES TO', 'NAMED BY', 'LAST DELIVERY'], executors.map(rowOf))
  for (const line of lines) output.line(line)
  await output.end()
}

function rowOf({ name, builtIn, webhook, namedBy, last }: ExecutorRow): string[] {
  const goesTo = webhook?.url ?? (builtIn === null ? 'nobody' : 'Interlock')
  const policies = namedBy.map(({ policyName, tier }) => `${tier} of ${policyName}`).join(', ')
  return [name, goesTo, policies === '' ? 'no policy' : policies, last?.status ?? 'none']
}

async function point(name: string, { url, secret, newSecret }: PointOptions): Promise<void> {
  const input = inputOf({ name, url, secret: newSecret ? 'new' : (secret ?? null) })
  const { pointExecutor } = await import('#lib/services/executors/point-executor.ts')
  const pointed = await withRuntime(({ env, runtime }) =>
    pointExecutor({ ...runtime, secret: secretOf(env) }, operator, input),
  )
  process.stderr.write(`Executor ${name} is at ${input.url} from the next attempt on.\n`)
  if (pointed.secret === null || secret !== undefined) return
  process.stderr.write('Its secret is shown only now:\n')
  process.stdout.write(`${pointed.secret}\n`)
}

/** Names each bad option; the value of a secret is in no message. */
function inputOf(input: PointExecutorInput): PointExecutorInput {
  const parsed = pointExecutorSchema.safeParse(input)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
  throw new AppError('invalid_request', faults.join('; '))
}

async function reset(name: string): Promise<void> {
  const { resetExecutor } = await import('#lib/services/executors/reset-executor.ts')
  await withRuntime(({ runtime }) => resetExecutor(runtime, operator, name))
  process.stdout.write(`Executor ${name} is at no webhook any more.\n`)
}
