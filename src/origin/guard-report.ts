/** Returns `report` with its own failures kept out of the request: a full log must not decide who gets in. */
export function guardReport<Event>(report: (event: Event) => void): (event: Event) => void {
  return (event) => {
    try {
      report(event)
    } catch {
      // The event is lost and there is nobody left to tell: this was the one who is told.
    }
  }
}
