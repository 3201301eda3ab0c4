/** A block of the final size that shows after 150 ms; the page around it says "Loading" once. */
export function Skeleton({ height, width = '100%' }: { height: number; width?: number | string }) {
  return <div className="skel" style={{ height, width }} aria-hidden="true" />
}
