'use client'

import type { ClaimLockout } from '#lib/client/lockout-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import { useToast } from '../ui/toast.tsx'

/** Claims a lockout of a list, and says so. */
export function useClaimLockout(claimLockout: ClaimLockout): (lockoutId: string) => void {
  const toast = useToast()
  const claim = useAct(
    claimLockout,
    () => toast('You hold the claim for 5 min'),
    (refusal) => toast(refusal.message, 'bad'),
  )
  return (lockoutId) => claim.run({ lockoutId })
}
