import type { DeliveryQuery } from './views/deliveries-view.ts'

/** Addresses of pages that several others lead to. */
export const consolePlaces = {
  /** The list of deliveries; parts that are left open are left out. */
  deliveries: (query: Partial<DeliveryQuery> = {}) => `/settings/deliveries${searchOf(query)}`,
  delivery: (deliveryId: string) => `/settings/deliveries/${encodeURIComponent(deliveryId)}`,
} as const

/** `?a=b` of those parts that say something; nothing when none does. */
export function searchOf(query: Readonly<Record<string, string>>): string {
  const said = Object.entries(query).filter(([, value]) => value !== '')
  return said.length === 0 ? '' : `?${new URLSearchParams(said).toString()}`
}
