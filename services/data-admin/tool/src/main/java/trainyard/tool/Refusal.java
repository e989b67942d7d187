package trainyard.tool;

/** Why a command has no answer: a kind for programs, a message for people. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final String kind;

  public Refusal(String kind, String message) {
    super(message);
    this.kind = kind;
  }

  public String kind() {
    return kind;
  }
}
