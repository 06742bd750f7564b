/** The two ways a connection through the egress does not come about. Both carry the record that was written. */
import type { Connection } from '../../storage/vocabulary/capture.ts';

/** No connection: the name did not resolve or the peer did not answer. `code` is the connection's reason. */
export class EgressFailure extends Error {
  readonly code: string;
  readonly connection: Connection;

  constructor(connection: Connection) {
    super(`${connection.host}:${String(connection.port)}: ${connection.reason ?? 'failed'}`);
    this.name = 'EgressFailure';
    this.code = connection.reason ?? 'failed';
    this.connection = connection;
  }
}

/** Our own policy said no: a forbidden address or port, or a cap that was reached. Retrying changes nothing. */
export class EgressRefusal extends EgressFailure {
  constructor(connection: Connection) {
    super(connection);
    this.name = 'EgressRefusal';
  }
}
