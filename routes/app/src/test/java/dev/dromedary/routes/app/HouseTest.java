package dev.dromedary.routes.app;

import dev.dromedary.kube.House;

class HouseTest implements House {

    @Override
    public String program() {
        return "dev.dromedary.routes.app";
    }
}
