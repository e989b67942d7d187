/**
 * `Emulator.fetch` rejects with this where a fault drops the connection: what `fetch` itself does when the peer hangs up.
 * A listener on a socket must not answer: it destroys the connection (`incoming.socket.destroy()`) and then returns
 * `RESPONSE_ALREADY_SENT` of `@hono/node-server/utils/response`. The body of a cut log stream errors with it too.
 */
export class DroppedConnection extends TypeError {
  constructor() {
    super("fetch failed: the connection was dropped");
    this.name = "DroppedConnection";
  }
}
