package dev.engram.studio.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Errors that no route answers, such as a request that is no HTTP: in the shape of all others, one
 * line of JSON, and without a word of where in the program they came from.
 */
final class Faults extends ErrorHandler {
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    answer(response, callback, code, line(code));
  }

  /** Answers with an error. */
  static void answer(Response response, Callback callback, int status, String message) {
    response.setStatus(status);
    AnswerHeaders.put(response.getHeaders());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    Content.Sink.write(response, true, json(message), callback);
  }

  /** The body of an error. */
  static String json(String message) {
    return JsonNodeFactory.instance.objectNode().put("error", message).toString();
  }

  private static String line(int status) {
    String name = HttpStatus.getMessage(status);
    return status >= 500 ? name + "." : name + ": the request cannot be answered as it stands.";
  }
}
