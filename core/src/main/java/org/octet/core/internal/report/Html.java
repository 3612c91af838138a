package org.octet.core.internal.report;

/** Text of a page, escaped where it comes from outside. Not thread-safe. */
final class Html {
  private final StringBuilder text = new StringBuilder();

  /** Adds markup as it is. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  /** Adds text that may hold anything. */
  Html text(String content) {
    text.append(escape(content));
    return this;
  }

  /** Adds an element with text; {@code open} is its name and attributes. */
  Html element(String open, String content) {
    int space = open.indexOf(' ');
    String name = space < 0 ? open : open.substring(0, space);
    return raw("<" + open + ">").text(content).raw("</" + name + ">");
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** Text in which nothing is markup, in elements and in quoted attributes. */
  static String escape(String content) {
    StringBuilder safe = new StringBuilder(content.length() + 16);
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        // other control characters are not allowed in HTML
        default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
      }
    }
    return safe.toString();
  }
}
