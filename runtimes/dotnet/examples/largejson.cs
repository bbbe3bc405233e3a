using System.Text.Json;
using Kubeless.Functions;

public class largejson
{
    public object handler(Event k8Event, Context k8Context)
    {
        return new { count = ((JsonElement)k8Event.Data).GetProperty("items").GetArrayLength() };
    }
}
