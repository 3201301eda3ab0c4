/** What waits to be shown, so that nothing moves under the pointer. */
export function WaitingRows({
  newCount,
  reordered,
  onShow,
}: {
  newCount: number
  reordered: boolean
  onShow: () => void
}) {
  if (newCount === 0 && !reordered) return null
  return (
    <button type="button" className="waiting-rows" onClick={onShow}>
      {newCount > 0 ? `${newCount} new: show` : 'The order has changed: sort again'}
    </button>
  )
}
