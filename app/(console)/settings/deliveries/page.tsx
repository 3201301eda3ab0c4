import { DeliveriesScreen } from '#components/executors/deliveries-screen.tsx'
import { consolePlaces } from '#lib/contracts/console-places.ts'
import { deliveryQuerySchema } from '#lib/contracts/views/deliveries-view.ts'
import { readDeliveries } from '#lib/services/console/read-deliveries.ts'
import { pageReader } from '../../page-reader.ts'

export const metadata = { title: 'Deliveries' }

/** What went to executors, and what came of it. */
export default async function DeliveriesPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const given = await searchParams
  const parsed = deliveryQuerySchema.safeParse(given)
  const query = parsed.success ? parsed.data : deliveryQuerySchema.parse({})
  const { context } = await pageReader(consolePlaces.deliveries(query))
  return <DeliveriesScreen initial={await readDeliveries(context, query)} query={query} />
}
