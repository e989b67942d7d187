package trainyard.api.tables;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import trainyard.api.audit.Audit;
import trainyard.api.http.Failures;
import trainyard.api.http.Json;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;
import trainyard.api.http.Routes;
import trainyard.api.security.Access;
import trainyard.api.security.Gate;

/** Many rows of one table, each for itself: what fails for one is told in its place. */
public final class BatchRoutes implements Routes {
  static final int MAX_OPERATIONS = 1000;
  private final RowStore rows;
  private final Names names;

  public BatchRoutes(RowStore rows, TableStore tables) {
    this.rows = rows;
    this.names = new Names(tables);
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Answer(int status, RowText.Row row, Map<String, Object> problem) {}

  private record Answers(List<Answer> results) {}

  @Override
  public void register(RoutesConfig routes) {
    routes.post("/v1/tables/{table}/rows/batch", this::batch, Access.READER);
  }

  private void batch(Context context) throws IOException {
    var input = new Input(context);
    input.only("keyEncoding", "valueEncoding");
    var table = names.table(context);
    var forms = input.forms();
    var operations = RowBodies.operations(input, Json.body(context, RowBodies.BatchBody.class), forms, MAX_OPERATIONS);
    input.done();
    var writes = operations.stream().anyMatch(operation -> !(operation instanceof Operation.Read));
    if (writes) Gate.require(context, Access.WRITER);
    Audit.note(context, "operations", operations.size());
    var outcomes = rows.batch(table, operations);
    context.json(new Answers(IntStream.range(0, outcomes.size())
        .mapToObj(at -> answer(operations.get(at), outcomes.get(at), forms, context.path()))
        .toList()));
  }

  private static Answer answer(Operation operation, Outcome outcome, Input.Forms forms, String instance) {
    try {
      if (outcome instanceof Outcome.Failed failed) throw Failures.problem(failed.cause());
      if (!(operation instanceof Operation.Read)) return new Answer(204, null, null);
      var row = ((Outcome.Done) outcome).row();
      if (row.isEmpty()) throw new Problem(Kind.NOT_FOUND, "there is no such row, or it has none of these columns");
      return new Answer(200, RowText.of(row.get(), forms), null);
    } catch (Problem problem) {
      return new Answer(problem.kind().status(), null, problem.body(instance));
    }
  }
}
