package dev.dromedary.routes.http.rules;

/**
 * What path the function sees.
 *
 * @param path what takes the place, with a leading slash
 * @param whole of the whole path, or of the part that the trigger's path matched
 */
public record Rewrite(String path, boolean whole) {

    /**
     * Path and query as the function sees them.
     *
     * @param uri path and query as they came
     * @param matched the trigger's path, without a trailing slash but for {@code /} itself
     */
    public String of(String uri, String matched) {
        int query = uri.indexOf('?');
        String asked = query < 0 ? uri : uri.substring(0, query);
        String rest = query < 0 ? "" : uri.substring(query);
        if (whole) {
            return path + rest;
        }
        String below = matched.equals("/") ? asked : asked.substring(matched.length());
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String seen = below.isEmpty() ? path : bare + below;
        return (seen.isEmpty() ? "/" : seen) + rest;
    }
}
