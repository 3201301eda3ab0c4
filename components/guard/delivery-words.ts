import type { DeliveryRow, DeliveryStatusView } from '#lib/contracts/views/deliveries-view.ts'
import type { IconName } from '../ui/icon.tsx'

/** How each standing of a delivery looks and reads. */
export const deliveryLooks: Readonly<
  Record<DeliveryStatusView, { readonly word: string; readonly tone: string; readonly icon: IconName }>
> = {
  pending: { word: 'Pending', tone: 'hold', icon: 'waiting' },
  routed: { word: 'Routed', tone: 'ok', icon: 'check' },
  no_handler: { word: 'No handler', tone: 't2', icon: 'attention' },
  delivery_failed: { word: 'Failed', tone: 't2', icon: 'attention' },
  shadow: { word: 'Shadow', tone: 'unk', icon: 'shadow' },
}

/** What became of the dispatch, in a sentence: "No handler: nobody is registered as publishing_desk". */
export function deliveryText({ status, executor, attempts, detail }: DeliveryRow): string {
  switch (status) {
    case 'pending':
      return attempts === 0 ? `On its way to ${executor}` : `Not accepted by ${executor} yet`
    case 'routed':
      return `Routed to ${executor}`
    case 'no_handler':
      return `No handler: nobody is registered as ${executor}`
    case 'delivery_failed':
      return `${executor} was not reached: ${detail ?? 'no answer'}`
    case 'shadow':
      return `Shadow: it would have gone to ${executor}`
  }
}
