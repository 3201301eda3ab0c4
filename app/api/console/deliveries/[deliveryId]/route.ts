import { runRoute } from '#lib/http/run-route.ts'
import { readDelivery } from '#lib/services/console/read-deliveries.ts'

/** DeliveryView of lib/contracts/views. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ deliveryId: string }> },
): Promise<Response> {
  const { deliveryId } = await params
  return runRoute(request, ({ console: context }) => readDelivery(context, deliveryId))
}
