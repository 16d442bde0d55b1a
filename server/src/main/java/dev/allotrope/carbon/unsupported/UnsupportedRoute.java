package dev.allotrope.carbon.unsupported;

/// A route that the contract has and this server does not serve. It is answered whatever the method; `method` is the
/// contract's.
public record UnsupportedRoute(String method, String path, Caller caller, String detail) {
    /// Whose credential the route asks for before it says that it is not served.
    public enum Caller {
        CUSTOMER,
        ORGANIZATION
    }

    /// `route` is a method and a path, such as `POST /uploadfile`.
    static UnsupportedRoute of(String route, Caller caller, String detail) {
        int space = route.indexOf(' ');
        return new UnsupportedRoute(route.substring(0, space), route.substring(space + 1), caller, detail);
    }
}
